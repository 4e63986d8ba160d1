// Small improvements over pages that already work. Each module looks for its own data attributes and does nothing without them.
import "./counter.js";
import "./errors.js";
import "./dialog.js";
import "./copy.js";
import "./double_submit.js";
import "./leave_guard.js";
import "./autosave.js";
import "./upload.js";
import "./enable_when.js";
import "./session_warning.js";
import "./presence.js";
import "./undo.js";
import "./hold.js";
import "./submit_keys.js";
import "./price.js";
import "./own_choice.js";
