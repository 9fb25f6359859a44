import { library, type Call } from '../kit/library.ts'

const answer: Call = { answers: 0, headersAt: { argument: 1, path: 'headers' } }

/** What every runtime has: the `Request` that a handler is handed and the `Response` that it gives back. */
export default library({
  name: 'Web standards',
  packages: [],
  docs: 'https://developer.mozilla.org/docs/Web/API/Fetch_API',
  globals: {
    Request: { class: 'Request' },
    Response: { class: 'Response', new: answer },
  },
  types: {
    Request: { members: { headers: { is: 'Personal' } } },
    Response: { static: { json: answer } },
    Personal: { personal: true },
  },
})
