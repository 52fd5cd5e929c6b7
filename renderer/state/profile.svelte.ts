/** Who this person is on this device: name, language, appearance. */
import type { Table } from '../../client';
import { limits, MemberName, parse, type Answer, type Language, type Settings, type Theme } from '../../protocol';
import type { SettingsStore } from '../ports';
import { languageOf, speech } from '../words';
import { theme } from './theme.svelte';

type Porch = Required<NonNullable<Settings['porch']>>;

export class Profile {
  readonly #store: SettingsStore;
  #name: string | null = $state(null);
  #theme: Theme = $state('system');
  /** The porch of last time, for the card that opens it. */
  #porch: Settings['porch'] = $state.raw(undefined);
  #porchHasPassword = $state(false);
  readonly #own: Table<boolean>;

  /** @param own what of the profile only the window needs */
  constructor(store: SettingsStore, own: Table<boolean>) {
    this.#store = store;
    this.#own = own;
  }

  get name(): string | null {
    return this.#name;
  }

  get theme(): Theme {
    return this.#theme;
  }

  get language(): Language {
    return speech.language;
  }

  get porch(): Settings['porch'] {
    return this.#porch;
  }

  /** The own porch had a password when it was last opened: the server keeps it until another one, or none, is given. */
  get porchHasPassword(): boolean {
    return this.#porchHasPassword;
  }

  /** @param tag the system's language, for as long as nobody chose one */
  async load(tag: string): Promise<void> {
    const settings = await this.#store.load();
    this.#name = settings.name ?? null;
    this.#theme = settings.theme;
    this.#porch = settings.porch;
    this.#porchHasPassword = (await this.#own.get('porch-password')) ?? false;
    theme.show(settings.theme);
    speech.speak(settings.language ?? languageOf(tag));
  }

  /** Takes a name, or says which rule it breaks. */
  rename(name: string): Answer<string> {
    const parsed = parse(MemberName, name);
    // A value parsed on its own has no field; the words need to know that it was a name.
    if (!parsed.ok) return { ok: false, error: { limit: limits.memberName, ...parsed.error, field: 'name' } };
    this.#name = parsed.value;
    this.#keep({ name: parsed.value });
    return parsed;
  }

  speak(language: Language): void {
    speech.speak(language);
    this.#keep({ language });
  }

  paint(chosen: Theme): void {
    this.#theme = chosen;
    theme.show(chosen);
    this.#keep({ theme: chosen });
  }

  /** The own porch serves like this now. */
  notePorch({ name, port, guests, announce, password }: Porch & { password: boolean }): void {
    this.#porch = { name, port, guests, announce };
    this.#porchHasPassword = password;
    void this.#own.put('porch-password', password).catch(() => undefined);
  }

  /** What cannot be kept still holds until the page goes. */
  #keep(change: Partial<Settings>): void {
    void this.#store.save(change).catch(() => undefined);
  }
}
