/// <reference path="./better-sqlite3.d.ts" />
import Database from 'better-sqlite3'

export const db = new Database(process.env.DATABASE_FILE!)
