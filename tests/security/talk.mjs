// A person of a captured conversation, with nothing of ours around them: joins, says things, and hears all that is said.
// talk.mjs PROTOCOL URL NAME PASSWORD SAYS HEARS TRANSPORT
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';

const [protocol, url, name, password, says, hears, transport] = process.argv.slice(2);
// Whose key it is, others look at: here only what is to be seen from outside counts.
const socket = io(url, { auth: { protocol: Number(protocol) }, transports: [transport], rejectUnauthorized: false });
const must = async (call, input) => {
  const answer = await socket.timeout(20_000).emitWithAck(call, input);
  if (!answer.ok) throw new Error(`${call}: ${answer.error.code}`);
  return answer.value;
};
const heard = new Set();
let enough = () => {};
const take = ({ entries }) => {
  for (const { kind, id } of entries) if (kind === 'message') heard.add(id);
  if (heard.size >= Number(hears)) enough();
};
socket.on('entries', take);
await new Promise((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
const { member, token } = await must('join', { name, password });
const { rooms, logs } = await must('resume', { logs: [] });
const [log] = [rooms[0].id];
take(await must('read', { log, epoch: logs.find((one) => one.log === log).epoch, after: 0 }));
for (let at = 0; at < Number(says); at += 1)
  await must('append', {
    log,
    entries: [{ id: randomUUID(), kind: 'message', body: { text: `은밀한 이야기 whispered-secret-${at}` } }],
  });
if (heard.size < Number(hears)) await new Promise((resolve) => (enough = resolve));
console.log(JSON.stringify({ heard: heard.size, role: member.role, token }));
socket.disconnect();
