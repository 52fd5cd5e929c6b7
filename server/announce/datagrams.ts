/** UDP sockets that share their port with others on this machine, and whose troubles are told, never thrown. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Logger } from '../log';
import { facts } from '../log';

export type Heard = (message: Buffer, from: RemoteInfo) => void;

/**
 * Binds a port, together with whoever else shares it.
 * @param port 0: any free one
 * @returns null where it cannot be had: taken by a program that does not share it, forbidden, or an address that is gone
 */
export function openSocket(address: string, port: number, heard: Heard, log: Logger): Promise<Socket | null> {
  return new Promise((resolve) => {
    // Several servers and apps of one machine listen on one port.
    const socket = createSocket({ type: 'udp4', reuseAddr: port !== 0 });
    const failed = (error: Error) => {
      log.warn({ ...facts(error), address, port }, 'a port for announcements cannot be had');
      socket.close();
      resolve(null);
    };
    socket.once('error', failed);
    socket.bind(port, address, () => {
      socket.off('error', failed);
      socket.on('error', (error) => log.warn({ ...facts(error), address, port }, 'announcing met an error'));
      socket.on('message', heard);
      resolve(socket);
    });
  });
}

/** Makes what the socket says to a group leave by this network, and reach nobody beyond it unless told. */
export function speakOn(socket: Socket, address: string, ttl = 1): void {
  socket.setBroadcast(true);
  socket.setMulticastInterface(address);
  socket.setMulticastTTL(ttl);
  socket.setMulticastLoopback(true);
}

/** Hears a group on a network. False where the system does not want to: no multicast there, or it is gone. */
export function joinGroup(socket: Socket, group: string, address: string, log: Logger): boolean {
  try {
    socket.addMembership(group, address);
    return true;
  } catch (error) {
    log.warn({ ...facts(error), group, address }, 'a group cannot be heard on a network');
    return false;
  }
}

export function leaveGroup(socket: Socket, group: string, address: string): void {
  try {
    socket.dropMembership(group, address);
  } catch {
    // The network is gone, and the membership with it.
  }
}

export const closeSocket = (socket: Socket | null): Promise<void> =>
  new Promise((resolve) => {
    if (!socket) return resolve();
    try {
      socket.close(() => resolve());
    } catch {
      // It was closed already.
      resolve();
    }
  });
