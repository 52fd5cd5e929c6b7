/**
 * Somebody on a server's own machine who invites once, as a process of its own: so that they can stand in a namespace.
 * It takes the server's address and says the invitation's token; it goes when its input ends.
 */
import { person } from './server';

const hangyeol = await person(process.argv[2] ?? '', '한결');
const { token } = await hangyeol.talker.must('invite', { role: 'member', uses: 1, lifetime: 60_000 });
process.stdout.write(`${JSON.stringify({ token })}\n`);
process.stdin.resume().once('end', () => hangyeol.talker.close());
