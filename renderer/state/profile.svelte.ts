/** Who this person is on this device, and what they set: it acts at once, here and in every window of the profile. */
import type { Table } from '../../client';
import { limits, MemberName, parse, type Answer, type Language, type Settings } from '../../protocol';
import type { SettingsStore } from '../ports';
import { languageOf, speech } from '../words';
import { theme } from './theme.svelte';

type Porch = Required<NonNullable<Settings['porch']>>;

export class Profile {
  readonly #store: SettingsStore;
  #settings: Settings = $state.raw({ theme: 'system' });
  #porchHasPassword = $state(false);
  readonly #own: Table<boolean>;
  /** The system's language, for as long as nobody chose one. */
  #tag = '';

  /** @param own what of the profile only the window needs */
  constructor(store: SettingsStore, own: Table<boolean>) {
    this.#store = store;
    this.#own = own;
  }

  /** As they are now; replaced whole at each change. */
  get settings(): Settings {
    return this.#settings;
  }

  get name(): string | null {
    return this.#settings.name ?? null;
  }

  get language(): Language {
    return speech.language;
  }

  /** The porch of last time, for the card that opens it. */
  get porch(): Settings['porch'] {
    return this.#settings.porch;
  }

  /** The own porch had a password when it was last opened: the server keeps it until another one, or none, is given. */
  get porchHasPassword(): boolean {
    return this.#porchHasPassword;
  }

  /** @param tag the system's language, as a BCP 47 tag */
  async load(tag: string): Promise<void> {
    this.#tag = tag;
    this.#store.onChange((settings) => this.#show(settings));
    const [settings, hasPassword] = await Promise.all([this.#store.load(), this.#own.get('porch-password')]);
    this.#show(settings);
    this.#porchHasPassword = hasPassword ?? false;
  }

  /** Changes the named settings; the others stay. What cannot be kept still holds until the page goes. */
  change(change: Partial<Settings>): void {
    this.#show({ ...this.#settings, ...change });
    void this.#store.save(change).catch(() => undefined);
  }

  /** Takes a name, or says which rule it breaks. */
  rename(name: string): Answer<string> {
    const parsed = parse(MemberName, name);
    // A value parsed on its own has no field; the words need to know that it was a name.
    if (!parsed.ok) return { ok: false, error: { limit: limits.memberName, ...parsed.error, field: 'name' } };
    this.change({ name: parsed.value });
    return parsed;
  }

  speak(language: Language): void {
    this.change({ language });
  }

  /** The own porch serves like this now. */
  notePorch({ name, port, guests, announce, password }: Porch & { password: boolean }): void {
    this.#settings = { ...this.#settings, porch: { name, port, guests, announce } };
    this.#porchHasPassword = password;
    void this.#own.put('porch-password', password).catch(() => undefined);
  }

  #show(settings: Settings): void {
    this.#settings = settings;
    theme.show(settings, this.#store.pageZooms);
    speech.speak(settings.language ?? languageOf(this.#tag));
  }
}
