// The pictures of the tray, as one sheet: a row for each state of the connections, a column for each number of what is
// unread (none, 1 to 9, more); the last row has them in black alone, as macOS wants them, without numbers.

/** Of one picture, in pixels of the sheet. */
const SIZE = 64;
const counts = ['', '1', '2', '3', '4', '5', '6', '7', '8', '9', '9+'];

/** The porch of the icon, with fewer and thicker lines: it is drawn in 16 to 24 pixels. */
const porch = (colour, floor) =>
  `<g fill="none" stroke="${colour}" stroke-width="5.5" stroke-linecap="round" stroke-linejoin="round">` +
  `<path d="M11 27C19 24 26 19 32 14c6 5 13 10 21 13"/><path d="M18 29v13M46 29v13"/>` +
  `<path d="M9 46h46" stroke="${floor}"/></g>`;

/** In the lower left corner: dots for trying again, a cross for not at all. Never by colour alone. */
const marks = {
  connected: '',
  reconnecting: (ink) =>
    `<circle cx="7" cy="55" r="5" fill="${ink}"/><circle cx="20" cy="55" r="5" fill="${ink}"/><circle cx="33" cy="55" r="5" fill="${ink}"/>`,
  offline: (ink) => `<path d="M7 41 23 57M23 41 7 57" stroke="${ink}" stroke-width="7" stroke-linecap="round"/>`,
};

const underMark = { connected: '', reconnecting: 'M-2 45h42v22h-42z', offline: 'M-2 34h34v34h-34z' };
const badge = (text) =>
  text === ''
    ? ''
    : `<rect x="${text.length > 1 ? 24 : 31}" y="0" width="${text.length > 1 ? 40 : 33}" height="35" rx="16" fill="#c0282d" stroke="#fff" stroke-width="2"/>` +
      `<text x="${text.length > 1 ? 44 : 47.5}" y="28" font-family="Noto Sans, DejaVu Sans, sans-serif" font-weight="700" font-size="${text.length > 1 ? 26 : 30}" fill="#fff" text-anchor="middle">${text}</text>`;

const coloured = (state, text) => {
  const ground = state === 'connected' ? '#8f5224' : '#6b6661';
  const mark = state === 'connected' ? '' : marks[state]('#fff');
  const plate = underMark[state] ? `<path d="${underMark[state]}" fill="#3a3633"/>` : '';
  return (
    `<clipPath id="c"><rect width="64" height="64" rx="14"/></clipPath>` +
    `<g clip-path="url(#c)"><rect width="64" height="64" fill="${ground}"/>${porch('#fff', '#f3d9b8')}${plate}${mark}</g>${badge(text)}`
  );
};

const black = (state) => {
  const hole = underMark[state];
  return (
    `<mask id="m"><rect width="64" height="64" fill="#fff"/>${hole ? `<path d="${hole}" fill="#000"/>` : ''}</mask>` +
    `<g mask="url(#m)">${porch('#000', '#000')}</g>${state === 'connected' ? '' : marks[state]('#000')}`
  );
};

/** The sheet as an SVG document. */
export function traySheet() {
  const states = Object.keys(marks);
  const cell = (column, row, picture) => {
    // A name stands for one thing in a document.
    const own = picture.replaceAll(/(id="|url\(#)(\w)/g, `$1$2${row}-${column}`);
    return `<svg x="${column * SIZE}" y="${row * SIZE}" width="${SIZE}" height="${SIZE}" viewBox="0 0 64 64">${own}</svg>`;
  };
  const cells = [
    ...states.flatMap((state, row) => counts.map((text, column) => cell(column, row, coloured(state, text)))),
    ...states.map((state, column) => cell(column, states.length, black(state))),
  ];
  const [width, height] = [counts.length * SIZE, (states.length + 1) * SIZE];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${cells.join('')}</svg>`;
}
