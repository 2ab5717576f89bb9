// The back office works whole without this file; it only makes the same posts without a new page.
