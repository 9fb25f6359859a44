import { library, type Call } from '../kit/library.ts'

/** `timeout` may stand in the call's config or in the config of the instance (`axios.create({ timeout })`). */
const request = (config: number): Call => ({
  does: 'request', address: 0,
  options: {
    timeout: { argument: config, path: 'timeout', unit: 'ms', default: { value: 'none', says: 'axios waits without limit', versions: '<2' }, instance: { argument: 0, path: 'timeout' }, or: ['signal'] },
  },
})

export default library({
  name: 'axios',
  packages: ['axios'],
  docs: 'https://axios-http.com/docs/req_config',
  exports: { default: { is: 'Axios' }, Axios: { class: 'Axios' } },
  types: {
    Axios: {
      names: ['AxiosInstance', 'AxiosStatic', 'Axios'],
      called: request(0),
      members: {
        request: request(0), get: request(1), delete: request(1), head: request(1), options: request(1),
        post: request(2), put: request(2), patch: request(2), postForm: request(2), putForm: request(2), patchForm: request(2),
        create: { returns: 'Axios', makes: true },
      },
    },
  },
})
