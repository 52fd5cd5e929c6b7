import { refuse } from '../../protocol';

/** A call this server does not know yet. */
export const later = () => ({ ok: false as const, error: refuse('unknown-call') });
