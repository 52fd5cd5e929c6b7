/** The lists that comparison words come from: BIP-39's, 2,048 words each. */
export { wordlist as en } from '@scure/bip39/wordlists/english.js';
export { wordlist as ko } from '@scure/bip39/wordlists/korean.js';
