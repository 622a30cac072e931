#ifndef ADVBOOK_CCMARKGFM_SHIM_H
#define ADVBOOK_CCMARKGFM_SHIM_H

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
/* The node's fields: the only way to learn whether a block is still open while a line is matched. */
#include <cmark-gfm/node.h>

#endif
