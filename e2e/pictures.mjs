// Takes pictures of the pages named on the command line (default: the home page) from a fresh demonstration:
//   npm run pictures -- / /items /login
import { startServer } from './lib/server.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { takePictures } from './lib/pictures.mjs';

const paths = process.argv.length > 2 ? process.argv.slice(2) : ['/'];
const server = await startServer();
const browser = await startBrowser();
try {
  for (const path of paths) {
    const page = await openPage(browser, { url: server.url });
    await page.goto(server.url + path);
    const name = path.replace(/^\/+|\/+$/g, '').replace(/[^a-z0-9]+/gi, '-') || 'home';
    for (const file of await takePictures(page, name)) console.log(file);
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.stop();
}
