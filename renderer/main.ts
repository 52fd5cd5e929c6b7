import { mount } from 'svelte';
import { bridge, openScreen } from './ports';
import Root from './Root.svelte';
import { Ownership } from './state/ownership.svelte';
import './styles/tokens.css';
import './styles/base.css';

const target = document.getElementById('app');
if (target) {
  const ownership = new Ownership(await openScreen(bridge));
  await ownership.start();
  mount(Root, { target, props: { ownership, bridge } });
}
