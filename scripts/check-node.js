// Plain JavaScript that an old Node can run, so that it can say what is wrong. npm puts the pinned Node (node_modules/.bin) first;
// this answers only where that could not be installed.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(`Insatsplan behöver Node 24.12 eller senare men fick ${process.versions.node}. Kör "npm ci" igen, eller installera en nyare Node.`);
  process.exit(1);
}
