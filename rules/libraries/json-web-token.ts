import { library, type Call } from '../kit/library.ts'

const asked: Call = { personal: true }

export default library({
  name: 'JSON Web Token',
  packages: ['jsonwebtoken', '@types/jsonwebtoken', 'jose'],
  docs: 'https://github.com/auth0/node-jsonwebtoken#readme',
  exports: { verify: asked, decode: asked, jwtVerify: asked, jwtDecrypt: asked },
})
