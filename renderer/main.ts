import { mount } from 'svelte';
import AppView from './App.svelte';
import { bridge, openScreen } from './ports';
import { App } from './state/app.svelte';
import './styles/tokens.css';
import './styles/base.css';

const target = document.getElementById('app');
if (target) {
  const app = new App(await openScreen(bridge));
  await app.load();
  mount(AppView, { target, props: { app, bridge } });
}
