// Loaded into the server's process before it (node --require): answers what it costs, and does nothing else.
const { getActiveResourcesInfo } = process;

process.on('message', async (question) => {
  if (question !== 'figures') return;
  // What is only waiting to be thrown away is no cost; what ends with a turn has ended.
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    global.gc();
  }
  const sockets = getActiveResourcesInfo.call(process).filter((kind) => kind === 'TCPSocketWrap').length;
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send({ heap: heapUsed, external, rss, sockets });
});
process.channel?.unref();
