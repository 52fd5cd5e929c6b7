/** The real composer and a real field of a form, with nobody behind them: what they send is written down. */
import { mount } from 'svelte';
import '../../../../renderer/styles/tokens.css';
import '../../../../renderer/styles/base.css';
import Fields from './Fields.svelte';

mount(Fields, { target: document.getElementById('app') ?? document.body });
