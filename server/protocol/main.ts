/** The language server as a process of its own. */
import { fileURLToPath } from 'node:url'
import { serve } from '../language-server.ts'
import { openSession } from '../workspace/open-session.ts'

serve(openSession, { pages: fileURLToPath(new URL('rules', import.meta.url)) })
