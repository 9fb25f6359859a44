import { library } from '../kit/library.ts'

export default library({
  name: 'React',
  packages: ['react', 'react-dom', 'react-dom/client', '@types/react', '@types/react-dom'],
  docs: 'https://react.dev/reference/react-dom/client/createRoot',
  exports: {
    cache: { wraps: 0, memoises: 'request' },
    createRoot: { returns: 'Root' }, 'client.createRoot': { returns: 'Root' },
    hydrateRoot: { renders: 1, returns: 'Root' }, 'client.hydrateRoot': { renders: 1, returns: 'Root' },
    // Until React 18.
    render: { renders: 0 }, hydrate: { renders: 0 },
    memo: { wraps: 0 }, forwardRef: { wraps: 0 },
  },
  types: { Root: { names: ['Root'], members: { render: { renders: 0 }, unmount: {} } } },
})
