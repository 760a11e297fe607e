// Copying without the file system's cheap clones.
'use strict';
const { copyFile, cp } = require('node:fs/promises');

exports.copyFile = copyFile;
exports.cp = cp;
exports.isCloneSupported = async () => false;
