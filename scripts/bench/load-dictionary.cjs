/** Loads the segmenter's dictionary and nothing else, and says so: what a start is measured against. */
require('nodejieba').load();
console.log('loaded');
