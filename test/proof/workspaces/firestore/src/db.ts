import { Firestore } from '@google-cloud/firestore'

export const db = new Firestore()
export const users = db.collection('users')
