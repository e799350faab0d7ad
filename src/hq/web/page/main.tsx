/** The pages of headquarters: who signs in sees what their right allows. */
import { createRoot } from 'react-dom/client';
import { present } from '#base/assert.ts';
import { App } from './frame/app.view.tsx';
import '#renderer/theme/theme.css';
import './frame/page.css';

createRoot(present(document.getElementById('page'), 'the element that the pages are painted into')).render(<App />);
