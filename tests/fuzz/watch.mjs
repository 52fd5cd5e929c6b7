// Loaded into the server's process before it (node --import): answers what it costs, and does nothing else.
import { getHeapCodeStatistics } from 'node:v8';
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
  // What V8 has compiled as it ran stands in its heap: it grows with the code that was reached, not with who asked for what.
  const code = getHeapCodeStatistics();
  const compiled = code.code_and_metadata_size + code.bytecode_and_metadata_size;
  process.send({ heap: heapUsed - compiled, compiled, external, rss, sockets });
});
process.channel?.unref();
