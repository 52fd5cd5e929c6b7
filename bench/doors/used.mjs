/** Put in front of a server of the bench (`--import`): answers its parent what it has used, and ends with it. */
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit(0));
