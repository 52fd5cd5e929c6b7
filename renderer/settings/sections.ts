/** The sections of the settings, in the order of their list: one line each. Titles are in words/, under `settings.sections`. */
import Bell from '@lucide/svelte/icons/bell';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import Info from '@lucide/svelte/icons/info';
import LockKeyhole from '@lucide/svelte/icons/lock-keyhole';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Network from '@lucide/svelte/icons/network';
import Download from '@lucide/svelte/icons/download';
import Monitor from '@lucide/svelte/icons/monitor';
import Palette from '@lucide/svelte/icons/palette';
import SpellCheck from '@lucide/svelte/icons/spell-check';
import UserRound from '@lucide/svelte/icons/user-round';
import type { Bridge } from '../../protocol';
import AboutSection from './AboutSection.svelte';
import UpdatesSection from './UpdatesSection.svelte';
import AppearanceSection from './AppearanceSection.svelte';
import DeskSection from './DeskSection.svelte';
import LockSection from './LockSection.svelte';
import NetworkSection from './NetworkSection.svelte';
import NoticesSection from './NoticesSection.svelte';
import ProfileSection from './ProfileSection.svelte';
import type { Section } from './section';
import ShortcutsSection from './ShortcutsSection.svelte';
import SpellingSection from './SpellingSection.svelte';
import StorageSection from './StorageSection.svelte';

const all: readonly Section[] = [
  { name: 'profile', icon: UserRound, view: ProfileSection },
  { name: 'appearance', icon: Palette, view: AppearanceSection },
  { name: 'desk', icon: Monitor, view: DeskSection, only: 'window' },
  { name: 'notices', icon: Bell, view: NoticesSection },
  { name: 'lock', icon: LockKeyhole, view: LockSection, only: 'window' },
  { name: 'spelling', icon: SpellCheck, view: SpellingSection, only: 'window' },
  { name: 'shortcuts', icon: Keyboard, view: ShortcutsSection },
  { name: 'network', icon: Network, view: NetworkSection },
  { name: 'storage', icon: HardDrive, view: StorageSection },
  { name: 'about', icon: Info, view: AboutSection },
  { name: 'updates', icon: Download, view: UpdatesSection, only: 'window' },
];

export const sectionsHere = (bridge: Bridge | null): readonly Section[] =>
  all.filter(({ only }) => only === undefined || (only === 'window') === (bridge !== null));
