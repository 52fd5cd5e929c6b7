/** Where a panel stands: beside the room, or in front of it; then it is what the page is about. */
import { MediaQuery } from 'svelte/reactivity';

export const besideRoom = new MediaQuery('min-width: 1000px');
