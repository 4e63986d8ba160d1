"""Files people send: from untrusted bytes to something safe to open, stored encrypted.

inspection   what the bytes are, by content
images, pdfs rewrite a photo or a PDF so that only what is seen remains
sandbox      `clean()`: does it in a helper process that can hurt nobody
scanner      ClamAV, when the office has one
intake       `receive()`: the whole way for one uploaded file
names        what a file may be called, and how to say so in a header
store        encrypted bytes on disk or in S3

No models and no requests here. Source: features F-045, cases AD-54–AD-60, FD-10, FD-11, FD-21.
"""
