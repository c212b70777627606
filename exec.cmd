@rem The start script says "exec", so that signals to npm reach the server and not a shell between them; this is exec for Windows.
@%*
