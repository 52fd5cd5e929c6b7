/**
 * Stands in front of an application's main script in the bench's own Electron (there is nothing of this in what is shipped):
 * says when what happened, plays the person at the page, and measures main's loop while it is asked to.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- a main script of Electron 22 is CommonJS */
const { app } = require('electron');
const { monitorEventLoopDelay } = require('node:perf_hooks');

/** Of the system's clock that never jumps, which the bench reads too: milliseconds. */
const now = () => Number(process.hrtime.bigint()) / 1e6;
const tell = (mark, value) => process.connected && process.send({ mark, at: now(), value });
tell('script');
// In whichever way the bench ends, this ends with it.
process.on('disconnect', () => app.exit(1));

const { home, person } = JSON.parse(process.env.MARU_BENCH);
/** The page's only one, once it is there. */
let contents = null;

function press(key) {
  contents.focus();
  contents.sendInputEvent({ type: 'keyDown', keyCode: key });
  if (key.length === 1) contents.sendInputEvent({ type: 'char', keyCode: key });
  contents.sendInputEvent({ type: 'keyUp', keyCode: key });
}

app.once('ready', () => tell('ready'));
app.on('browser-window-created', (_event, window) => {
  tell('window');
  window.once('ready-to-show', () => tell('painted'));
});
app.on('web-contents-created', (_event, made) => {
  if (made.getType() !== 'window') return;
  contents = made;
  made.once('dom-ready', () => tell('document'));
  made.on('did-navigate', () => {
    tell('navigated');
    made.mainFrame.executeJavaScript(person).catch(() => undefined);
  });
  made.on('console-message', (event, _level, text = event.message) => {
    if (!text.startsWith('bench:')) return;
    const [, mark, value] = /^bench:(\S+) ?(.*)$/u.exec(text);
    tell(mark, value);
    if (mark === 'drawn') press('x');
    if (mark === 'usable') press('Backspace');
  });
});

let delay = null;
const asked = {
  quit: () => app.quit(),
  measure() {
    delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
  },
  measured() {
    delay.disable();
    const ms = (part) => delay.percentile(part) / 1e6;
    tell('loop', { p50: ms(50), p99: ms(99), most: delay.max / 1e6 });
  },
  metrics: () => tell('metrics', app.getAppMetrics()),
};
process.on('message', ({ ask, script }) => {
  if (ask !== 'page') return asked[ask]();
  contents.mainFrame.executeJavaScript(script).then(
    (value) => tell('page', value),
    (error) => tell('page', { error: String(error) }),
  );
});

app.setAppPath(home);
require(require('node:path').join(home, require(`${home}/package.json`).main));
