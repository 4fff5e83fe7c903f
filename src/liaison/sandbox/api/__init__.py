"""The Web API: its methods by what they are about, and how a call is read, checked and answered."""
