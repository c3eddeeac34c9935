import { startPage } from '../staff/elements.ts';
import KnowledgePage from './KnowledgePage.vue';

startPage(KnowledgePage);
