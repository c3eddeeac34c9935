import { createApp, h } from 'vue';
import './chat.css';
createApp({ render: () => h('p', '明白') }).mount('#app');
