'use strict';
// Loaded before the Agents Playground by the command that `countersign try --playground` prints.
// By itself the playground listens on every address of the machine and answers whatever name it is
// called by. With this it listens on 127.0.0.1 alone, and refuses a request for another host, or
// from a page that another host served.
const http = require('node:http');
const net = require('node:net');

const LOOPBACK = '127.0.0.1';

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...others) {
  if (typeof first === 'object' && first !== null && first.port !== undefined) {
    return listen.call(this, { ...first, host: LOOPBACK }, ...others);
  }
  if (typeof first === 'number' || typeof first === 'string') {
    const rest = typeof others[0] === 'string' ? others.slice(1) : others;
    return listen.call(this, first, LOOPBACK, ...rest);
  }
  return listen.call(this, { port: 0, host: LOOPBACK }, first, ...others);
};

function isOurs(request) {
  const port = request.socket.localPort;
  const hosts = [`localhost:${port}`, `${LOOPBACK}:${port}`];
  const origin = request.headers.origin;
  return (
    hosts.includes(request.headers.host) &&
    (origin === undefined || hosts.some((host) => origin === `http://${host}`))
  );
}

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (event, request, answer, ...others) {
  if ((event === 'request' || event === 'upgrade') && !isOurs(request)) {
    if (event === 'upgrade') {
      answer.destroy();
    } else {
      answer.writeHead(403).end();
    }
    return true;
  }
  return emit.call(this, event, request, answer, ...others);
};
