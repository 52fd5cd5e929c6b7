export { withParticle, type Particle } from './particles';
export { causeProblem, fieldProblem, hostProblem, refusalProblem } from './problems';
export { languageOf, speech } from './speech.svelte';
