"""The weekly bulletin for the loudspeaker: what is picked, and how it is read aloud."""
