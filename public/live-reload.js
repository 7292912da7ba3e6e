// Development builds only: reloads the page when Trunk has built it anew, and shows why when a build failed.

const socketAddress = new URL('.well-known/trunk/ws', document.baseURI);
socketAddress.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';

function listen(isFirst) {
  const socket = new WebSocket(socketAddress);
  socket.addEventListener('open', () => { if (!isFirst) location.reload(); }); // Trunk was started again
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'reload') location.reload();
    if (message.type === 'buildFailure') show(message.data.reason);
  });
  socket.addEventListener('close', () => setTimeout(listen, 2000, false));
}

function show(reason) {
  console.error(`The build failed: ${reason}`);
  const id = 'build-failure';
  const notice = document.getElementById(id) ?? document.createElement('pre');
  notice.id = id;
  notice.className = 'failure-detail';
  notice.setAttribute('role', 'alert');
  notice.textContent = reason;
  document.body.prepend(notice);
}

listen(true);
