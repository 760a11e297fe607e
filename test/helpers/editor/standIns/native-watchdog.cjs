// The native part ends an extension host whose parent has died while its script hangs. The host's own timer does so for all others.
'use strict';

exports.start = () => {};
