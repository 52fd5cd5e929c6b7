import { format } from 'oxfmt';

/** A page of measurements as `npm run check` wants to find it. */
export const formatted = async (page: string): Promise<string> => (await format('page.md', page)).code;
