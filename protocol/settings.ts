/** What of a profile main keeps: it needs these before, or without, a window. A browser keeps the same in its own storage. */
import * as v from 'valibot';
import { Desk } from './desk';
import { limits } from './limits';
import { Port } from './near';
import { NoticeSettings } from './notices';
import { MemberName, ServerName } from './text';

export const Language = v.picklist(['ko', 'en']);
export type Language = v.InferOutput<typeof Language>;

/** `system` goes by what the system says of light, dark and more contrast; `contrast` has more of it, on light or dark as the system is. */
export const Theme = v.picklist(['system', 'light', 'dark', 'contrast']);
export type Theme = v.InferOutput<typeof Theme>;

export const Density = v.picklist(['comfortable', 'compact']);
export type Density = v.InferOutput<typeof Density>;

/** What is not named is as it is at a first start. */
export const Settings = v.object({
  name: v.optional(MemberName),
  language: v.optional(Language),
  theme: v.optional(Theme, 'system'),
  density: v.optional(Density),
  /** In percent. */
  zoom: v.optional(v.pipe(v.number(), v.integer(), v.minValue(limits.zoom.least), v.maxValue(limits.zoom.most))),
  /** True: nothing moves, also where the system says nothing of it. */
  still: v.optional(v.boolean()),
  /** False: servers near are not looked for. */
  near: v.optional(v.boolean()),
  notices: v.optional(NoticeSettings),
  desk: v.optional(Desk),
  /** As it was opened last. */
  porch: v.optional(
    v.object({ name: ServerName, port: Port, guests: v.optional(v.boolean()), announce: v.optional(v.boolean()) }),
  ),
});
export type Settings = v.InferOutput<typeof Settings>;
