export { Formats } from './formats';
export { withParticle, type Particle } from './particles';
export { causeProblem, fieldProblem, hostProblem, refusalProblem, type Problem } from './problems';
export { languageOf, speech } from './speech.svelte';
export type { Words } from './words';
