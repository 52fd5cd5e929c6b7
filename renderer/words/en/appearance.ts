/** How it looks: colours, rows, size, motion. */
export const appearance = {
  themeHint: {
    system: 'As the system is, now and when it changes.',
    light: 'Ink on warm paper.',
    dark: 'Light on dark.',
    contrast: 'Black and white, with lines around everything; light or dark as the system is.',
  },
  density: 'Rows',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  zoom: 'Size',
  zoomOf: (percent: string) => `${percent}%`,
  smaller: 'Smaller',
  larger: 'Larger',
  actual: 'Actual size',
  zoomKeys: (keys: string) => `Also by ${keys}.`,
  zoomBrowser: 'The browser’s own zoom works besides.',
  still: 'No motion',
  stillHint: 'Nothing slides or fades, also where the system does not ask for it.',
};
