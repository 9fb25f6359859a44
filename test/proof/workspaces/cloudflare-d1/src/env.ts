/// <reference path="./workers.d.ts" />
export interface Env { DB: D1Database }

export declare const env: Env
