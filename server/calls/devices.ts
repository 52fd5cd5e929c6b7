import type { Handler } from './context';

export const devices: Handler<'devices'> = async ({ store }, session) => {
  const all = await store.devices(session.member);
  return { ok: true, value: { devices: all.map((device) => ({ ...device, own: device.id === session.device })) } };
};
