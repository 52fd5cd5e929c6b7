/** The page of a room's own window. */
import { mount } from 'svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import RoomPageView from './RoomPage.svelte';

const target = document.getElementById('app');
if (target) mount(RoomPageView, { target });
