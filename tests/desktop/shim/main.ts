/**
 * What Electron 22 lacks next to the current one, for the driven test build only: it is the first import of main and of
 * the server's process there. Each part fills a gap only where there is one, so the same build runs on a current Electron.
 */
import './globals';
import './scheme';
import './storage';
import './driven';
