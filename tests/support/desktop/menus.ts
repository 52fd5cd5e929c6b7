/** Menus at the pointer, as main makes them: kept, and not shown. A native one takes all input until it is closed. */
import type { Menu } from 'electron';
import type { DesktopApp } from './app';

/** From now on. */
export const keepMenus = ({ app }: DesktopApp): Promise<void> =>
  app.evaluate(({ Menu: menus }) => {
    menus.prototype.popup = function popup(this: Menu) {
      Object.assign(globalThis, { shown: this });
    };
  });

/** What was offered last, once; the named entry is chosen where it is there. */
export const offered = ({ app }: DesktopApp, take?: string): Promise<string[]> =>
  app.evaluate((_electron, label) => {
    const all = globalThis as { shown?: Menu };
    const entry = all.shown?.items.find((item) => item.label === label);
    (entry?.click as undefined | ((...more: unknown[]) => void))?.({});
    const labels = all.shown?.items.map((item) => item.label) ?? [];
    delete all.shown;
    return labels;
  }, take);
