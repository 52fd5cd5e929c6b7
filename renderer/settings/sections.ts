/** The sections of the settings, in the order of their list: one line each. Titles are in words/, under `settings.sections`. */
import Download from '@lucide/svelte/icons/download';
import Palette from '@lucide/svelte/icons/palette';
import UserRound from '@lucide/svelte/icons/user-round';
import type { Bridge } from '../../protocol';
import UpdatesSection from './UpdatesSection.svelte';
import AppearanceSection from './AppearanceSection.svelte';
import ProfileSection from './ProfileSection.svelte';
import type { Section } from './section';

const all: readonly Section[] = [
  { name: 'profile', icon: UserRound, view: ProfileSection },
  { name: 'appearance', icon: Palette, view: AppearanceSection },
  { name: 'updates', icon: Download, view: UpdatesSection, only: 'window' },
];

export const sectionsHere = (bridge: Bridge | null): readonly Section[] =>
  all.filter(({ only }) => only === undefined || (only === 'window') === (bridge !== null));
