"""Small copies of pictures and stills of videos, made where hostile bytes can reach nothing."""
